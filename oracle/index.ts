export * from "./ingest/index.js";
