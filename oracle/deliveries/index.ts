export { Reporting, type ReportingOptions } from "./reporting.js";
