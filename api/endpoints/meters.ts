import { endpoint } from "../endpoint.js";
import { NotFound } from "../errors.js";
import { toJson } from "../json.js";
import { meterSeries, meters, seriesQuery } from "../schemas/meters.js";
import { deviceParams, noParams, noQuery } from "../schemas/parameters.js";

export const metersEndpoint = endpoint({
  path: "/api/meters",
  summary: "What each meter measured, and what that earned or cost",
  params: noParams,
  query: noQuery,
  answer: meters,
  handle: async ({ queries }) => toJson(await queries.meters()),
});

export const meterSeriesEndpoint = endpoint({
  path: "/api/meters/:device/series",
  summary: "A meter's flow by interval, oldest first, and the times without a reading",
  params: deviceParams,
  query: seriesQuery,
  answer: meterSeries,
  handle: async ({ queries }, { params: { device }, query: { fromS, toS, limit } }) => {
    const bound = (text: string | undefined) => (text === undefined ? undefined : BigInt(text));
    const series = await queries.meterSeries({ device, fromS: bound(fromS), toS: bound(toS), limit });
    if (series === undefined) throw new NotFound({ kind: "meter", id: device });
    return toJson(series);
  },
});
