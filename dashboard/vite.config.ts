import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The page is served by the API from its own origin; a relative base lets any static server do it too. */
export default defineConfig({
  root: import.meta.dirname,
  base: "./",
  plugins: [react()],
  worker: { format: "es" },
  build: { outDir: "dist", emptyOutDir: true, target: "es2023", cssTarget: ["chrome123", "firefox120", "safari17.5"] },
  server: { host: "127.0.0.1", fs: { allow: [".."] } },
});
