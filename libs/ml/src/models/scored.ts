/** Items with their scores, best first; parallel arrays. */
export interface Scored {
  readonly items: Int32Array;
  readonly scores: Float32Array;
}
