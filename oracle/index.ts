export { AnchorRefused, PublisherChanged, PublisherNotAllowed, StreamForked } from "./anchoring/errors.js";
export { BufferFull, StateInUse, StateOfAnotherChain, StateUnusable } from "./buffer/errors.js";
export { ChainUnreachable, DirectoryNotFound } from "./chain/errors.js";
export { OracleClosed, OracleFailed } from "./errors.js";
export * from "./ingest/index.js";
export { ORACLE_DEFAULTS, type OracleLog, type OracleOptions } from "./options.js";
export { createOracle, type FlushOptions, type Oracle } from "./service.js";
export type { Origin } from "./verification/intake.js";
export { isAcknowledged, type Outcome, type SubmitResult } from "./verification/result.js";
