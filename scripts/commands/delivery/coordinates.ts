import { InvalidArgumentError } from "commander";

/** A place on Earth: degrees north and east, times 10⁷. */
export interface Coordinates {
  readonly latitudeE7: number;
  readonly longitudeE7: number;
}

const DECIMALS = 7;
const COORDINATES = /^(-?[0-9]{1,2}(?:\.[0-9]{1,7})?),(-?[0-9]{1,3}(?:\.[0-9]{1,7})?)$/;
const MOST = { latitude: 90 * 10 ** DECIMALS, longitude: 180 * 10 ** DECIMALS };

/** Degrees north and east with a comma between them, such as 59.9,10.7. */
export function parseCoordinates(text: string): Coordinates {
  const [, north = "", east = ""] = COORDINATES.exec(text) ?? [];
  const [latitudeE7, longitudeE7] = [degreesE7(north), degreesE7(east)];
  if (north === "" || Math.abs(latitudeE7) > MOST.latitude || Math.abs(longitudeE7) > MOST.longitude) {
    throw new InvalidArgumentError("It is degrees north and east, such as 59.9139,10.7522 or -33.86,151.2.");
  }
  return { latitudeE7, longitudeE7 };
}

/** Coordinates for people, as they are typed. */
export function coordinatesText({ latitudeE7, longitudeE7 }: Coordinates): string {
  return `${latitudeE7 / 10 ** DECIMALS},${longitudeE7 / 10 ** DECIMALS}`;
}

/** Digit by digit, so that nothing is rounded. */
function degreesE7(text: string): number {
  const [whole = "", fraction = ""] = text.replace("-", "").split(".");
  const size = Number(whole + fraction.padEnd(DECIMALS, "0"));
  return text.startsWith("-") && size !== 0 ? -size : size;
}
