export * from "./consortium/errors.js";
export type { FoundingPart } from "./consortium/foundConsortium.js";
export * from "./consortium/parseConsortium.js";
export type {
  Consensus,
  Consortium,
  ConsortiumNode,
  Founding,
  Organisation,
  ValidatorSource,
} from "./consortium/schema.js";
export * from "./consortium/warnings.js";
export * from "./folder/errors.js";
export { foundingFileName, writeKeygenFolder } from "./folder/keygenFolder.js";
export { type NetworkFolder, type NetworkTerms, writeNetwork } from "./folder/networkFolder.js";
export { requireOutFolder } from "./folder/writeFolder.js";
export * from "./genesis/compareGenesis.js";
export * from "./genesis/errors.js";
export * from "./genesis/hardforks.js";
export { DEFAULT_BLOCK_PERIOD_S, DEFAULT_CHAIN_ID } from "./genesis/makeGenesis.js";
export * from "./initNetwork.js";
export * from "./joinNetwork.js";
export * from "./keygenOrganisation.js";
export * from "./keys/errors.js";
export { FIXED_START, parseValidity, type Validity } from "./keys/validity.js";
