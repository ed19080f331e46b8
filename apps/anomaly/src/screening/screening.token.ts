/** Injection token of what screening works with. */
export const SCREENING = Symbol('ScreeningDependencies');
