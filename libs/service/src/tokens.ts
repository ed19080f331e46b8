/** Injection tokens of what has no class of its own; the rest is injected by class. */
export const EVENT_LOG = Symbol('EventLog');
export const LOGGER = Symbol('Logger');
export const METRICS = Symbol('prom-client Registry');
export const CLOCK = Symbol('Clock');
export const ARTIFACTS = Symbol('ArtifactStore');
export const SERVICE_CONFIG = Symbol('ServiceConfig');
