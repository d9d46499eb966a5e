export { createIndexer, type Indexer, type IndexerOptions } from "./createIndexer.js";
export * from "./errors.js";
export type { Change, ChangeKind } from "./follow/changes.js";
export type { Queries } from "./queries.js";
