/** More questions wait for the models than they can answer soon. Expected under overload; the next strategy answers. */
export class RecommendersBusy extends Error {
  override readonly name = 'RecommendersBusy';
}
