/**
 * Keccak-256 of somebody else's making, such as one in WebAssembly that a browser should not have to load: returns the
 * 32-byte digest of the bytes that it is given. The bytes are a scratch space that changes after the call.
 */
export type Keccak256 = (bytes: Uint8Array) => Uint8Array;
