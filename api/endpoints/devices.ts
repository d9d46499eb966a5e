import { endpoint } from "../endpoint.js";
import { toJson } from "../json.js";
import { devices } from "../schemas/devices.js";
import { incidents } from "../schemas/incidents.js";
import { noParams, noQuery } from "../schemas/parameters.js";

export const devicesEndpoint = endpoint({
  path: "/api/devices",
  summary: "Every device with its status now and what of it is anchored",
  params: noParams,
  query: noQuery,
  answer: devices,
  handle: async ({ queries }) => toJson(await queries.devices()),
});

export const incidentsEndpoint = endpoint({
  path: "/api/incidents",
  summary: "Reports of hijacked devices with their quarantines and clearances, the latest first",
  params: noParams,
  query: noQuery,
  answer: incidents,
  handle: async ({ queries }) => toJson(await queries.incidents()),
});
