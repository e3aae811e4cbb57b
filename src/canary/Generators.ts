/** What makes the bait of each class: exhaustive. */
import type { CanaryClass } from "../taxonomy/ContentClass.ts"
import * as AgentFile from "./credentials/AgentFile.ts"
import * as AwsCredentials from "./credentials/AwsCredentials.ts"
import * as DockerConfig from "./credentials/DockerConfig.ts"
import * as EnvFile from "./credentials/EnvFile.ts"
import * as GitRepository from "./credentials/GitRepository.ts"
import * as Kubeconfig from "./credentials/Kubeconfig.ts"
import * as Netrc from "./credentials/Netrc.ts"
import * as Npmrc from "./credentials/Npmrc.ts"
import * as Pypirc from "./credentials/Pypirc.ts"
import * as SshKey from "./credentials/SshKey.ts"
import * as WireGuard from "./credentials/WireGuard.ts"
import * as Honeydoc from "./documents/Honeydoc.ts"
import * as HoneydocDocx from "./documents/HoneydocDocx.ts"
import * as HoneydocPdf from "./documents/HoneydocPdf.ts"
import * as Workbook from "./documents/Workbook.ts"
import * as MysqlDump from "./dumps/MysqlDump.ts"
import * as FingerprintHtml from "./fingerprint/FingerprintHtml.ts"
import * as FingerprintSvg from "./fingerprint/FingerprintSvg.ts"
import type { Generator } from "./Generator.ts"

export const all = {
  canary_aws_creds: AwsCredentials.generator,
  canary_env_file: EnvFile.generator,
  canary_git_config: GitRepository.generator,
  canary_ssh_key: SshKey.generator,
  canary_honeydoc: Honeydoc.generator,
  canary_honeydoc_docx: HoneydocDocx.generator,
  canary_honeydoc_pdf: HoneydocPdf.generator,
  canary_mysql_dump: MysqlDump.generator,
  canary_fingerprint_html: FingerprintHtml.generator,
  canary_fingerprint_svg: FingerprintSvg.generator,
  canary_kubeconfig: Kubeconfig.generator,
  canary_docker_config: DockerConfig.generator,
  canary_npmrc: Npmrc.generator,
  canary_netrc: Netrc.generator,
  canary_pypirc: Pypirc.generator,
  canary_wireguard: WireGuard.generator,
  canary_xlsx: Workbook.generator,
  canary_mcp_json: AgentFile.generator,
} satisfies Record<CanaryClass, Generator>
