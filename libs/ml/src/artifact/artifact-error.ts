/** An artifact that must not serve: a file is missing, changed, or of another version. */
export class ArtifactError extends Error {
  override readonly name = 'ArtifactError';

  constructor(
    readonly file: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${reason}`, options);
  }
}
