export { type AgentOptions, type AgentRound, agentRound, type Registered } from "./agent/agent.js";
export { besuAgentNode } from "./agent/besuAgentNode.js";
export * from "./agent/errors.js";
export {
  compareNetworks,
  fingerprintOfFolder,
  type NetworkComparison,
  type SharedDifference,
} from "./compareNetworks.js";
export * from "./consortium/errors.js";
export type { FoundingPart } from "./consortium/foundConsortium.js";
export { type NodeHost, parseHost } from "./consortium/hosts.js";
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
export { type EnteredNetwork, enterNetwork } from "./enterNetwork.js";
export * from "./folder/errors.js";
export { foundingFileName, writeKeygenFolder } from "./folder/keygenFolder.js";
export { type NetworkFolder, type NetworkTerms, writeNetwork } from "./folder/networkFolder.js";
export { type LocalNode, nodesNamed, type OpenedNetwork, openNetwork } from "./folder/openNetwork.js";
export { requireOutFolder } from "./folder/writeFolder.js";
export { blockPeriodS } from "./genesis/blockPeriod.js";
export * from "./genesis/compareGenesis.js";
export * from "./genesis/errors.js";
export * from "./genesis/hardforks.js";
export { DEFAULT_BLOCK_PERIOD_S, DEFAULT_CHAIN_ID } from "./genesis/makeGenesis.js";
export { VALIDATOR_CONTRACT } from "./genesis/validatorContract.js";
export * from "./initNetwork.js";
export * from "./joinNetwork.js";
export * from "./keygenOrganisation.js";
export * from "./keys/errors.js";
export { FIXED_START, parseValidity, type Validity } from "./keys/validity.js";
export { type Alarm, alarmsOf } from "./monitor/alarms.js";
export * from "./monitor/errors.js";
export { exposition } from "./monitor/exposition.js";
export type { Sample } from "./monitor/metrics.js";
export { type MetricsServer, MONITOR_PORT, openMetricsServer } from "./monitor/metricsServer.js";
export { NetworkMonitor } from "./monitor/monitor.js";
export { samplesOf } from "./monitor/samplesOf.js";
export type { MonitorSnapshot, NodeDisk } from "./monitor/snapshot.js";
export * from "./recovery/errors.js";
export { type Recovered, type Recovery, recoverNetwork } from "./recovery/recoverNetwork.js";
export { putRenewed, type Renewal, type RenewedNode, renewNode } from "./renewNode.js";
export { type BesuEndpoint, type BesuNode, type BftBlock, type BlockTag, besuNode } from "./rpc/besuNode.js";
export * from "./rpc/errors.js";
export { awaitBlocks, type Started, type StartProgress } from "./run/awaitBlocks.js";
export { requireOwnChain } from "./run/chainData.js";
export { composeDown, composeRunning, composeUp, hasDockerEngine } from "./run/docker.js";
export * from "./run/errors.js";
export { findBesu } from "./run/findBesu.js";
export { LogFollower, logFile, readTail } from "./run/logFiles.js";
export { processOf } from "./run/pidFile.js";
export { printedFile } from "./run/spawnNode.js";
export { namesOfRunning, requireStopped, startNodes } from "./run/startNodes.js";
export { type Stopped, stopNodes } from "./run/stopNodes.js";
export { blocksToBeSeenIn } from "./status/awake.js";
export type { FoundingDifference } from "./status/compareFounding.js";
export type { Fork } from "./status/findFork.js";
export { BLOCKS_COUNTED, type NetworkStatus, type NodeStatus, networkStatus } from "./status/networkStatus.js";
export { nodeNames } from "./status/nodeNames.js";
export type { Participation } from "./status/participation.js";
export { type SealedBlock, sealersOf } from "./status/sealedBlock.js";
