export { type ApiOptions, createApi, listenOnLoopback } from "./createApi.js";
export * from "./errors.js";
export type * from "./types.js";
