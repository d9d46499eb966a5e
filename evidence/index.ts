// Reading files needs no chain and is done in protocol; whoever reads both finds it here too.
export * from "../protocol/evidence/file/errors.js";
export { blobFile, chunksOf, type EvidenceFile } from "../protocol/evidence/file/evidenceFile.js";
export { type EvidenceProgress, EvidenceReader, type EvidenceSink } from "../protocol/evidence/file/readEvidence.js";
export { type EvidenceScan, scanEvidence } from "../protocol/evidence/file/scanEvidence.js";
export { type FileCheck, verifyFile } from "../protocol/evidence/file/verifyFile.js";
export { type AgreedRootsOptions, agreedRoots } from "./agreedRoots.js";
export { lowerHex, read, requireBlock } from "./chain.js";
export { type ConnectedChain, type ConnectOptions, connect } from "./connect.js";
export { currentAddress, type DirectoryAt, everyAddress, requireDirectory } from "./directory.js";
export * from "./errors.js";
export { blockRanges } from "./pages.js";
export { type BatchKey, readBatches } from "./readBatches.js";
export { type RegisteredDevice, readRegisteredDevice } from "./readDevice.js";
export { type ReadRootsOptions, readRoots } from "./readRoots.js";
