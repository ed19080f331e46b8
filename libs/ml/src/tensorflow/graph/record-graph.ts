import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../tensorflow.ts';
import type { NativeBackend, NativeBinding, NativeTensor, OperationAttribute } from './native-backend.ts';

/** A tensor known before the graph runs. */
export interface GraphConstant {
  readonly kind: 'constant';
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly bytes: Uint8Array;
}
/** A tensor that is handed in at each run. */
export interface GraphInput {
  readonly kind: 'input';
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: number;
}
export interface GraphOperation {
  readonly kind: 'operation';
  readonly name: string;
  readonly operation: string;
  readonly attributes: readonly OperationAttribute[];
  /** "node" or "node:output". */
  readonly inputs: readonly string[];
}
export type GraphNode = GraphConstant | GraphInput | GraphOperation;

export interface RecordedGraph {
  /** Every node after those it reads. */
  readonly nodes: readonly GraphNode[];
  /** Where the results are, "node:output", in their order. */
  readonly outputs: readonly string[];
}

/** Runs a function of tensors once and notes every operation that the native backend executes for it. */
export function recordGraph(
  tf: TensorFlow,
  backend: NativeBackend,
  inputs: readonly Tensor[],
  compute: () => readonly Tensor[],
): RecordedGraph {
  const recorder = new Recorder(backend.binding);
  const { binding } = backend;
  backend.binding = recorder.binding;
  try {
    let outputs: readonly string[] = [];
    tf.tidy(() => {
      for (const input of inputs) recorder.addInput(() => backend.executeSingleInput('Identity', input));
      outputs = compute().map((result) =>
        recorder.nameRead(() => backend.executeSingleInput('Identity', result)),
      );
    });
    return { nodes: recorder.nodes, outputs };
  } finally {
    backend.binding = binding;
  }
}

class Recorder {
  readonly nodes: GraphNode[] = [];
  readonly binding: NativeBinding;
  /** What the addon's numbers of tensors stand for. A number is never given twice. */
  private readonly nameOf = new Map<number, string>();
  /** Tensors made of values while recording; they become nodes when they are read. */
  private readonly created = new Map<number, GraphConstant>();
  /** While set, operations are not noted, but what the last of them read is kept here. */
  private probed: { inputs: readonly number[]; result: NativeTensor | undefined } | undefined;

  constructor(private readonly real: NativeBinding) {
    // Whatever is not noted here goes to the addon itself.
    this.binding = Object.create(real, {
      createTensor: { value: this.createTensor.bind(this) },
      executeOp: { value: this.executeOp.bind(this) },
    }) as NativeBinding;
  }

  /** `read` makes the backend read the tensor that is to be handed in. */
  addInput(read: () => Tensor): void {
    const { id, shape, dtype } = this.probe(read);
    const name = `input${this.nodes.length}`;
    this.nodes.push({ kind: 'input', name, shape, dtype });
    this.nameOf.set(id, name);
  }

  /** The name of the tensor that `read` makes the backend read. */
  nameRead(read: () => Tensor): string {
    return this.nameFor(this.probe(read).id);
  }

  private probe(read: () => Tensor): NativeTensor {
    this.probed = { inputs: [], result: undefined };
    read();
    const { inputs, result } = this.probed;
    this.probed = undefined;
    const [id] = inputs;
    if (id === undefined || result === undefined) throw new Error('the native backend read no tensor');
    return { ...result, id };
  }

  private createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number {
    const id = this.real.createTensor(shape, dtype, values);
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
    this.created.set(id, { kind: 'constant', name: `constant${id}`, shape: [...shape], dtype, bytes });
    return id;
  }

  private executeOp(
    operation: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): NativeTensor[] {
    const results = this.real.executeOp(operation, attributes, inputs, outputs);
    if (this.probed !== undefined) {
      this.probed = { inputs, result: results[0] };
      return results;
    }
    const read = inputs.map((id) => this.nameFor(id));
    const name = `operation${this.nodes.length}`;
    this.nodes.push({ kind: 'operation', name, operation, attributes, inputs: read });
    for (const [place, { id }] of results.entries()) this.nameOf.set(id, `${name}:${place}`);
    return results;
  }

  private nameFor(id: number): string {
    const known = this.nameOf.get(id);
    if (known !== undefined) return known;
    const constant = this.created.get(id);
    if (constant === undefined)
      throw new Error('a recorded function may read only its inputs and tensors that it makes itself');
    this.nodes.push(constant);
    this.nameOf.set(id, constant.name);
    return constant.name;
  }
}
