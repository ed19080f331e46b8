/** Told where a run stands: the stage in words and the share done, 0 to 1 of the whole run. */
export type Progress = (stage: string, done: number) => void;
