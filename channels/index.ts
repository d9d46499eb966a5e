export { ChannelClient, type ChannelClientOptions, type Payment } from "./client.js";
export * from "./errors.js";
export { readChannel } from "./readChannel.js";
export { keySigner, presentable, type VoucherSigner } from "./signatures.js";
export { ChannelStore } from "./store/channelStore.js";
export * from "./types.js";
export { ChannelWatcher, type WatcherEvent, type WatcherOptions } from "./watcher.js";
