import type * as core from '@tensorflow/tfjs-core';

/** TensorFlow.js with a backend set: model code gets it as an argument and never imports one. */
export type TensorFlow = typeof core;
