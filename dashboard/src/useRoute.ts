import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { Claim, Route } from "./routes.js";
import { formatRoute, parseRoute } from "./routes.js";

function subscribe(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}

/** The route that the address bar shows. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}

/** Goes to a route, leaving the present one behind in the history. */
export function goTo(route: Route): void {
  window.location.hash = formatRoute(route);
}

/** Opens and closes the side panel over the present view. */
export function useClaim(): {
  readonly claim: Claim | undefined;
  readonly open: (claim: Claim) => void;
  readonly close: () => void;
} {
  const route = useRoute();
  const open = useCallback((claim: Claim) => goTo({ ...route, claim }), [route]);
  const close = useCallback(() => {
    const { claim: _closed, ...rest } = route;
    goTo(rest);
  }, [route]);
  return { claim: route.claim, open, close };
}
