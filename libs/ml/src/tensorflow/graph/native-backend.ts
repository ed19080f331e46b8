import type { Tensor, TensorInfo } from '@tensorflow/tfjs-core';

/** An attribute of an operation as the native addon takes it; `type` is one of the TF_ATTR_ numbers. */
export interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | readonly number[];
}

export interface NativeTensor {
  readonly id: number;
  readonly shape: readonly number[];
  /** A DataType of TensorFlow's. */
  readonly dtype: number;
}

/** What is used of the addon of tfjs-node. */
export interface NativeBinding {
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
  executeOp(
    name: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): NativeTensor[];
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
}

/** What is used of the backend of tfjs-node. */
export interface NativeBackend {
  binding: NativeBinding;
  readonly isUsingGpuDevice: boolean;
  getDTypeInteger(dtype: string): number;
  executeSingleInput(name: string, input: TensorInfo): Tensor;
  runSavedModel(
    id: number,
    inputs: readonly Tensor[],
    inputNames: readonly { readonly name: string }[],
    outputNames: readonly string[],
  ): Tensor[];
}
