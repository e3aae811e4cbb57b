import { BlockList } from "node:net"
import { describe, expect, it } from "vitest"
import * as Network from "../../../src/canary/hits/Network.ts"

describe("networks", () => {
  it.each([
    ["10.0.0.0/8", "10.255.1.2", true],
    ["10.0.0.0/8", "11.0.0.0", false],
    ["10.0.0.0/8", "::ffff:10.1.1.1", true],
    ["192.168.4.0/22", "192.168.7.255", true],
    ["192.168.4.0/22", "192.168.8.0", false],
    ["185.220.101.7", "185.220.101.7", true],
    ["2001:db8::/33", "2001:db8:7fff::1", true],
    ["2001:db8::/33", "2001:db8:8000::1", false],
    ["::1", "0:0:0:0:0:0:0:1", true],
    ["0.0.0.0/0", "2001:db8::1", false],
    ["::/0", "1.2.3.4", true],
    ["fe80::/10", "fe80::1%eth0", true],
  ])("%s has %s: %s", (network, ip, is) => {
    expect(Network.among([network])(ip)).toBe(is)
  })

  it("agree with Node's own on addresses of all kinds", () => {
    const list = new BlockList()
    const networks = ["10.0.0.0/8", "172.16.0.0/12", "100.64.0.0/10", "185.12.64.0/21"]
    for (const each of networks) {
      const [address, bits] = each.split("/") as [string, string]
      list.addSubnet(address, Number(bits), "ipv4")
    }
    const ours = Network.among(networks)
    let inside = 0
    for (let at = 0; at < 40_000; at++) {
      const value = (at * 2_654_435_761) >>> 0
      const ip = [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join(".")
      expect(ours(ip), ip).toBe(list.check(ip, "ipv4"))
      if (ours(ip)) inside++
    }
    expect(inside).toBeGreaterThan(100)
  })

  it.each([
    "",
    "1.2.3",
    "1.2.3.256",
    "::1::",
    "1:2:3:4:5:6:7",
    "g::1",
    "10.0.0.0/33",
    "::/129",
    "1.2.3.4/8/8",
  ])("takes %j for none", (text) => {
    expect(Network.parse(text)).toBeUndefined()
  })

  it("name what is around an address", () => {
    expect(Network.around("185.12.64.9")).toBe("185.12.64.0/24")
    expect(Network.around("2a00:1450:4013:c05::10d")).toBe("2a00:1450:4013::/48")
    expect(Network.around("nothing")).toBe("nothing")
  })
})
