import type { Endpoint } from "./endpoint.js";
import { agreementsEndpoint, deliveriesEndpoint } from "./endpoints/agreements.js";
import { batteriesEndpoint, cyclesEndpoint, evidenceEndpoint } from "./endpoints/batteries.js";
import { devicesEndpoint, incidentsEndpoint } from "./endpoints/devices.js";
import { meterSeriesEndpoint, metersEndpoint } from "./endpoints/meters.js";
import { chainEndpoint, overviewEndpoint, rejectionsEndpoint } from "./endpoints/overview.js";
import { batchesEndpoint, recordProofEndpoint } from "./endpoints/records.js";

/** Every endpoint but the stream of events, in the order of the API's description. */
export const ENDPOINTS: readonly Endpoint[] = [
  chainEndpoint,
  overviewEndpoint,
  devicesEndpoint,
  incidentsEndpoint,
  metersEndpoint,
  meterSeriesEndpoint,
  agreementsEndpoint,
  deliveriesEndpoint,
  batteriesEndpoint,
  cyclesEndpoint,
  evidenceEndpoint,
  recordProofEndpoint,
  batchesEndpoint,
  rejectionsEndpoint,
];
