/** The bait of this folder: what makes it, and where it lies. */
import * as AgentFile from "../../../src/canary/credentials/AgentFile.ts"
import * as AwsCredentials from "../../../src/canary/credentials/AwsCredentials.ts"
import * as DockerConfig from "../../../src/canary/credentials/DockerConfig.ts"
import * as EnvFile from "../../../src/canary/credentials/EnvFile.ts"
import * as GitRepository from "../../../src/canary/credentials/GitRepository.ts"
import * as Kubeconfig from "../../../src/canary/credentials/Kubeconfig.ts"
import * as Netrc from "../../../src/canary/credentials/Netrc.ts"
import * as Npmrc from "../../../src/canary/credentials/Npmrc.ts"
import * as Pypirc from "../../../src/canary/credentials/Pypirc.ts"
import * as SshKey from "../../../src/canary/credentials/SshKey.ts"
import * as WireGuard from "../../../src/canary/credentials/WireGuard.ts"
import type { Generator } from "../../../src/canary/Generator.ts"
import type { CanaryClass } from "../../../src/taxonomy/ContentClass.ts"

export interface Kind {
  readonly class: CanaryClass
  readonly generator: Generator
  readonly below: (project: string, organisation: string) => string
  readonly trips: "http" | "dns"
}

export const kinds: ReadonlyArray<Kind> = [
  {
    class: "canary_aws_creds",
    generator: AwsCredentials.generator,
    below: () => ".aws/credentials",
    trips: "http",
  },
  {
    class: "canary_env_file",
    generator: EnvFile.generator,
    below: (project) => `src/${project}/.env`,
    trips: "http",
  },
  {
    class: "canary_git_config",
    generator: GitRepository.generator,
    below: (project) => `src/${project}/.git/config`,
    trips: "http",
  },
  {
    class: "canary_ssh_key",
    generator: SshKey.generator,
    below: (project) => `.ssh/id_ed25519_${project}`,
    trips: "dns",
  },
  {
    class: "canary_kubeconfig",
    generator: Kubeconfig.generator,
    below: () => ".kube/config",
    trips: "http",
  },
  {
    class: "canary_docker_config",
    generator: DockerConfig.generator,
    below: () => ".docker/config.json",
    trips: "dns",
  },
  { class: "canary_npmrc", generator: Npmrc.generator, below: () => ".npmrc", trips: "http" },
  { class: "canary_netrc", generator: Netrc.generator, below: () => ".netrc", trips: "dns" },
  { class: "canary_pypirc", generator: Pypirc.generator, below: () => ".pypirc", trips: "http" },
  {
    class: "canary_wireguard",
    generator: WireGuard.generator,
    below: (_, organisation) => `${organisation}.conf`,
    trips: "dns",
  },
  {
    class: "canary_mcp_json",
    generator: AgentFile.generator,
    below: (project) => `src/${project}/.mcp.json`,
    trips: "http",
  },
]
