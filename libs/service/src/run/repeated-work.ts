/** Work that is done every so often for as long as a service runs, one time after the other. The work never rejects. */
export class RepeatedWork {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly everyMs: number,
    private readonly work: () => Promise<void>,
  ) {}

  /** The first time is when the interval has passed. */
  start(): void {
    this.timer = setInterval(() => void this.now(), this.everyMs).unref();
  }

  /** Does it once more, after what is under way. */
  now(): Promise<void> {
    this.running = this.running.then(this.work);
    return this.running;
  }

  /** No further time begins by itself. Resolves when what is under way has ended. */
  stop(): Promise<void> {
    clearInterval(this.timer);
    return this.running;
  }

  /** As stop, but what has come up since the last time is done too. */
  finish(): Promise<void> {
    clearInterval(this.timer);
    return this.now();
  }
}
