import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: "../dist",
    emptyOutDir: false, // dist/.gitkeep keeps the folder for the Go embed
    assetsInlineLimit: 0, // the content policy of the server allows no inline scripts
    chunkSizeWarningLimit: 2000,
    rollupOptions: { input: { app: "index.html", docs: "tai-lieu-api/index.html" } },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8080" } },
});
