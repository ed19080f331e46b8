import { BinaryWriter } from '@bufbuild/protobuf/wire';
import type { NativeBinding, OperationAttribute } from './native-backend.ts';
import type { GraphNode, RecordedGraph } from './record-graph.ts';

/** The tag a loader asks for. */
export const SAVED_MODEL_TAG = 'step';
/** Version of GraphDef; any TensorFlow 2 reads it. */
const PRODUCER = 1_000;

/** A graph as TensorFlow's SavedModel (saved_model.proto, graph.proto): the bytes of saved_model.pb. */
export function savedModelBytes(graph: RecordedGraph, binding: NativeBinding): Uint8Array {
  const graphDef = (to: BinaryWriter): void => {
    for (const node of graph.nodes) message(to, 1, (inner) => writeNode(inner, node, binding));
    message(to, 4, (versions) => versions.uint32(tag(1, VARINT)).int32(PRODUCER));
  };
  const writer = new BinaryWriter();
  writer.uint32(tag(1, VARINT)).int64(1);
  message(writer, 2, (metaGraph) => {
    message(metaGraph, 1, (info) => info.uint32(tag(4, BYTES)).string(SAVED_MODEL_TAG));
    message(metaGraph, 2, graphDef);
  });
  return writer.finish();
}

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;
const tag = (field: number, type: number): number => (field << 3) | type;

function message(to: BinaryWriter, field: number, write: (inner: BinaryWriter) => void): void {
  to.uint32(tag(field, BYTES)).fork();
  write(to);
  to.join();
}

function writeNode(to: BinaryWriter, node: GraphNode, binding: NativeBinding): void {
  to.uint32(tag(1, BYTES)).string(node.name);
  const attribute = (name: string, write: (value: BinaryWriter) => void): void =>
    message(to, 5, (entry) => {
      entry.uint32(tag(1, BYTES)).string(name);
      message(entry, 2, write);
    });
  const type = (dtype: number) => (value: BinaryWriter) => value.uint32(tag(6, VARINT)).int32(dtype);
  switch (node.kind) {
    case 'input':
      to.uint32(tag(2, BYTES)).string('Placeholder');
      attribute('dtype', type(node.dtype));
      attribute('shape', (value) => message(value, 7, (shape) => writeShape(shape, node.shape)));
      return;
    case 'constant':
      to.uint32(tag(2, BYTES)).string('Const');
      attribute('dtype', type(node.dtype));
      attribute('value', (value) =>
        message(value, 8, (tensor) => {
          tensor.uint32(tag(1, VARINT)).int32(node.dtype);
          message(tensor, 2, (shape) => writeShape(shape, node.shape));
          tensor.uint32(tag(4, BYTES)).bytes(node.bytes);
        }),
      );
      return;
    case 'operation':
      to.uint32(tag(2, BYTES)).string(node.operation);
      for (const input of node.inputs) to.uint32(tag(3, BYTES)).string(input);
      for (const each of node.attributes) attribute(each.name, (value) => writeValue(value, each, binding));
  }
}

function writeShape(to: BinaryWriter, shape: readonly number[]): void {
  for (const size of shape) message(to, 2, (dimension) => dimension.uint32(tag(1, VARINT)).int64(size));
}

/** AttrValue: one number, name or type, or a list of numbers. */
function writeValue(
  to: BinaryWriter,
  { type, value, name }: OperationAttribute,
  binding: NativeBinding,
): void {
  if (Array.isArray(value)) {
    message(to, 1, (list) => {
      for (const each of value as readonly number[]) {
        if (type === binding.TF_ATTR_FLOAT) list.uint32(tag(4, FIXED32)).float(each);
        else list.uint32(tag(3, VARINT)).int64(each);
      }
    });
  } else if (type === binding.TF_ATTR_STRING) to.uint32(tag(2, BYTES)).string(String(value));
  else if (type === binding.TF_ATTR_INT) to.uint32(tag(3, VARINT)).int64(Number(value));
  else if (type === binding.TF_ATTR_FLOAT) to.uint32(tag(4, FIXED32)).float(Number(value));
  else if (type === binding.TF_ATTR_BOOL) to.uint32(tag(5, VARINT)).bool(Boolean(value));
  else if (type === binding.TF_ATTR_TYPE) to.uint32(tag(6, VARINT)).int32(Number(value));
  else throw new TypeError(`attribute "${name}" has a type that a recorded graph cannot hold`);
}
