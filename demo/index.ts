export type { DealsOptions, DealsProgress, DealsSummary, RatingSummary } from "./deals/options.js";
export { runDeals } from "./deals/runDeals.js";
export * from "./errors.js";
export type { BilledHome, DemoChain, DemoOptions, DemoProgress } from "./options.js";
export { runDemo } from "./runDemo.js";
export type { BatterySummary, DemoSummary } from "./summary.js";
