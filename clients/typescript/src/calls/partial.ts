import type { DeepPartial } from '../generated/cartwise/recommendation/v1/recommendation.ts';

/** A request in which a caller names what it uses; the rest is as if it had not been sent. */
export type Partially<Request> = DeepPartial<Request>;
