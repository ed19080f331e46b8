/** What is counted of a component; what it means is the caller's matter. */
export interface ComponentRow {
  readonly size: number;
  readonly edges: number;
  readonly orders: number;
  readonly frauds: number;
}

/** By the text of an entity's key its component, and by that what is counted of it. */
export interface KnownComponentRows {
  readonly members: ReadonlyMap<string, string>;
  readonly components: ReadonlyMap<string, ComponentRow>;
}

/** What is to be kept: see ComponentStore.save. */
export interface ChangedComponentRows {
  readonly joined: ReadonlyMap<string, string>;
  readonly merged: ReadonlyMap<string, string>;
  readonly components: ReadonlyMap<string, ComponentRow>;
}
