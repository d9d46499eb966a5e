export { ChannelClient, type ChannelClientOptions, type Payment } from "./client.js";
export * from "./errors.js";
export { readChannel, readStanding } from "./readChannel.js";
export { keySigner, presentable, type VoucherSigner } from "./signatures.js";
export { ChannelStore } from "./store/channelStore.js";
export * from "./types.js";
export { type ChannelWait, waitOf } from "./wait.js";
export { ChannelWatcher, type LookedAt, type WatcherEvent, type WatcherOptions } from "./watcher.js";
