export * from "./blockHeader.js";
export * from "./decodeHeader.js";
export * from "./errors.js";
export {
  type BftConsensus,
  type BftExtraData,
  decodeExtraData,
  encodeExtraData,
  genesisExtraData,
  genesisExtraDataOfContract,
  type ValidatorVote,
} from "./extraData.js";
export * from "./header.js";
export * from "./headerAnswer.js";
export * from "./quorum.js";
export * from "./seals.js";
export * from "./validators.js";
