export * from "./fastKeccak.js";
export * from "./secp256k1.js";
