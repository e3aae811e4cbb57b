import * as Either from "effect/Either"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as PlannerConfig from "../../src/planner/PlannerConfig.ts"
import * as Arbitraries from "../../simulate/testing/Arbitraries.ts"
import { propertySeed } from "../worlds.ts"

const leftOf = (value: unknown): string => {
  const parsed = PlannerConfig.parse(value)
  return Either.isLeft(parsed) ? parsed.left : "accepted"
}

describe("PlannerConfig", () => {
  it("comes back from its wire form unchanged", () => {
    fc.assert(
      fc.property(Arbitraries.config, (config) => {
        expect(PlannerConfig.parse(PlannerConfig.toWire(config))).toEqual(
          Either.right({ config, dropped: [] }),
        )
      }),
      { seed: propertySeed },
    )
  })

  it.each([
    [
      { user_class_weights: [{ content_class: "note", weight: -1 }] },
      "user_class_weights.0.weight",
    ],
    [
      { user_class_weights: [{ content_class: "note", weight: 1.5 }] },
      "user_class_weights.0.weight",
    ],
    [
      { user_class_weights: [{ content_class: "note", weight: true }] },
      "user_class_weights.0.weight",
    ],
    [{ user_class_weights: [{ content_class: "note", weight: 0 }] }, "sum to zero"],
    [{ user_class_weights: [{ content_class: "essay", weight: 1 }] }, "write one of note, todo"],
    [
      {
        user_class_weights: [
          { content_class: "note", weight: 1 },
          { content_class: "note", weight: 2 },
        ],
      },
      "stands twice",
    ],
    [{ kind_weights: { traffic: 0, file: 0, email: 0 } }, "sum to zero"],
    [{ kind_weights: { smtp: 1 } }, "write one of traffic, file, email"],
    [{ canary_probability: 1.2 }, "write a number from 0 to 1"],
    [{ after_hours_share: 0.2 }, "write a number from 0 to 0.1"],
    [{ edit_max_age_days: 2.5 }, "whole number"],
    [{ momments: 3 }, "momments: write one of"],
    [[], "write an object"],
    [null, "write an object"],
  ])("refuses %j", (value, advice) => expect(leftOf(value)).toContain(advice))

  it("drops a class from another family's list and says so", () => {
    const parsed = PlannerConfig.parse({
      user_class_weights: [
        { content_class: "note", weight: 3 },
        { content_class: "log_cron", weight: 5 },
      ],
    })
    expect(Either.getOrThrow(parsed).dropped).toEqual(["user_class_weights: log_cron"])
    expect(Either.getOrThrow(parsed).config.userWeights).toEqual([{ class: "note", weight: 3 }])
  })
})
