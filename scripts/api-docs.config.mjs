import { defineConfig } from "vitest/config"

export default defineConfig({ test: { include: ["test/http/docs/write.ts"] } })
