export { type ArchiveFile, openArchiveFile } from "./archiveFile.js";
export type { BatchState, OpenLeaf, StoredBatch } from "./batchStore.js";
export { Buffer, STATE_FILE, type StoredDelayed, type StoredLeaf } from "./buffer.js";
export type { ChainIdentity } from "./chainBinding.js";
export type { StoredEquivocation } from "./equivocations.js";
export * from "./errors.js";
export * from "./group.js";
export type { DeviceHead } from "./heads.js";
export { signatureOf } from "./leafRow.js";
