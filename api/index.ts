export { type ApiOptions, createApi, listenOnLoopback } from "./createApi.js";
export * from "./errors.js";
export { checkHost } from "./server/hostCheck.js";
export type * from "./types.js";
