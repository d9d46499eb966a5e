import { WattproofError } from "../protocol/errors.js";

/** An error with the HTTP status that it answers with. */
export abstract class ApiError extends WattproofError {
  abstract readonly statusCode: number;
}

/** A parameter that is not what its place calls for. */
export class InvalidRequest extends ApiError {
  readonly statusCode = 400;
  constructor(facts: { parameter: string; reason: string }) {
    super({
      code: "InvalidRequest",
      message: `The parameter ${facts.parameter} is not usable: ${facts.reason}.`,
      next: "Compare the request with /api/openapi.json.",
      facts,
    });
  }
}

/** Nothing of this kind has this name here. */
export class NotFound extends ApiError {
  readonly statusCode = 404;
  constructor(facts: { kind: string; id: string }) {
    super({
      code: "NotFound",
      message: `No ${facts.kind} ${JSON.stringify(facts.id)} is known here.`,
      next: `Check the ${facts.kind} against its list; what was anchored moments ago may not be indexed yet.`,
      facts,
    });
  }
}

/** No endpoint has this path. */
export class EndpointUnknown extends ApiError {
  readonly statusCode = 404;
  constructor(facts: { method: string; path: string }) {
    super({
      code: "EndpointUnknown",
      message: `Nothing answers ${facts.method} ${JSON.stringify(facts.path)}.`,
      next: "Choose a path of /api/openapi.json.",
      facts,
    });
  }
}

/** A request under a foreign host name: somebody else's page may be behind it. */
export class HostRefused extends ApiError {
  readonly statusCode = 421;
  constructor(facts: { host: string }) {
    super({
      code: "HostRefused",
      message: `The host ${JSON.stringify(facts.host)} is not this machine's own name.`,
      next: "Open the page as http://127.0.0.1 or http://localhost with its port.",
      facts,
    });
  }
}

/** A script of another site asked, through its reader's browser. */
export class SiteRefused extends ApiError {
  readonly statusCode = 403;
  constructor() {
    super({
      code: "SiteRefused",
      message: "A page of another site asked for this.",
      next: "Open the page itself, or ask from a program instead of another site's script.",
    });
  }
}

/** More requests than the limit allows. */
export class TooManyRequests extends ApiError {
  readonly statusCode = 429;
  constructor(facts: { limit: number; retryAfterS: number }) {
    super({
      code: "TooManyRequests",
      message: `More than ${facts.limit} requests came within a minute.`,
      next: `Wait ${facts.retryAfterS} s and ask less often; /api/events tells when something changed.`,
      facts,
    });
  }
}

/** As many listeners as the service keeps. */
export class TooManyListeners extends ApiError {
  readonly statusCode = 503;
  constructor(facts: { limit: number }) {
    super({
      code: "TooManyListeners",
      message: `${facts.limit} listeners are connected, which is the most.`,
      next: "Close another page that shows this installation, then try again.",
      facts,
    });
  }
}

/** The page's files are not there. */
export class PageNotBuilt extends ApiError {
  readonly statusCode = 404;
  constructor() {
    super({
      code: "PageNotBuilt",
      message: "The page is not built, so only the API answers.",
      next: "Run npm run build, then open the page again.",
    });
  }
}

/** Something failed that the request did not cause. */
export class InternalError extends ApiError {
  readonly statusCode = 500;
  constructor(cause: unknown) {
    super({
      code: "InternalError",
      message: "The service failed to answer.",
      next: "Try again; if it stays, look into the service's log.",
      cause,
    });
  }
}

/** The port is taken. */
export class PortInUse extends WattproofError {
  constructor(facts: { port: number }, cause: unknown) {
    super({
      code: "PortInUse",
      message: `Another program listens on port ${facts.port} of 127.0.0.1.`,
      next: "Choose another port with --port, or stop the other program.",
      facts,
      cause,
    });
  }
}
