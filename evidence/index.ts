export { type AgreedRootsOptions, agreedRoots } from "./agreedRoots.js";
export { lowerHex, mapBounded, read, requireBlock } from "./chain.js";
export { type ConnectedChain, type ConnectOptions, connect } from "./connect.js";
export { currentAddress, type DirectoryAt, everyAddress, requireDirectory } from "./directory.js";
export * from "./errors.js";
export { blockRanges } from "./pages.js";
export { type BatchKey, readBatches } from "./readBatches.js";
export { type RegisteredDevice, readRegisteredDevice } from "./readDevice.js";
export { type ReadRootsOptions, readRoots } from "./readRoots.js";
