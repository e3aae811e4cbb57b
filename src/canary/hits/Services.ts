/**
 * What is known of programs that fetch links on somebody's behalf: words of their User-Agent, and
 * networks that their makers publish. Both are claims; a person can borrow either.
 */
import * as Network from "./Network.ts"

export interface Service {
  /** As a person would say it: `Slack`. */
  readonly name: string
  readonly agent: RegExp
}

/** Chats and mail programs that show what a link leads to, once it is pasted. */
export const previews: ReadonlyArray<Service> = [
  { name: "Slack", agent: /Slackbot|Slack-ImgProxy/i },
  { name: "Discord", agent: /Discordbot/i },
  { name: "Facebook or iMessage", agent: /facebookexternalhit.*Twitterbot/i },
  {
    name: "Facebook, Messenger or Instagram",
    agent: /facebookexternalhit|Facebot|meta-externalfetcher/i,
  },
  {
    name: "Microsoft Teams or Skype",
    agent: /SkypeUriPreview|Microsoft ?Teams|BingPreview|TeamsBot/i,
  },
  { name: "WhatsApp", agent: /^WhatsApp\/|WhatsApp\/[\d.]+ [AiNW]/i },
  { name: "Telegram", agent: /TelegramBot/i },
  { name: "X (Twitter)", agent: /Twitterbot/i },
  { name: "LinkedIn", agent: /LinkedInBot/i },
  { name: "Signal", agent: /SignalBot|^Signal-?(?:Desktop|Android|iOS)?\//i },
  {
    name: "Google Chat or Gmail",
    agent:
      /GoogleImageProxy|Google-PageRenderer|Google-Read-Aloud|Google-Apps-Script|APIs-Google|Chat-?UrlPreview/i,
  },
  { name: "Mattermost", agent: /mattermost/i },
  { name: "Matrix", agent: /Synapse(?:\/| \(bot)|matrix-?media/i },
  { name: "Rocket.Chat", agent: /Rocket\.?Chat/i },
  { name: "Zoom", agent: /ZoomChat|ZoomBot/i },
  { name: "Webex", agent: /WebexTeams|CiscoSpark/i },
  { name: "Viber", agent: /^Viber|ViberUrlDownloader/i },
  { name: "LINE", agent: /line-poker/i },
  { name: "KakaoTalk", agent: /kakaotalk-scrap/i },
  { name: "Mastodon", agent: /^(?:http\.rb\/\S+ \()?Mastodon\//i },
  { name: "Notion", agent: /NotionEmbedder/i },
  { name: "Jira or Confluence", agent: /Atlassian(?:Bot| Link)|Jira-?Link/i },
  { name: "Embedly or Iframely", agent: /Embedly|Iframely/i },
  { name: "a link preview", agent: /url-?preview|link-?preview|unfurl|og-?scraper/i },
]

/** Gateways that open the links of mails that pass them. */
export const mailScanners: ReadonlyArray<Service> = [
  { name: "Barracuda", agent: /Barracuda/i },
  { name: "Proofpoint", agent: /proofpoint|urldefense/i },
  { name: "Mimecast", agent: /Mimecast/i },
  { name: "Microsoft Safe Links", agent: /safelinks|Office 365 ATP/i },
  { name: "Cisco Secure Email", agent: /IronPort|CiscoSecureEmail/i },
  { name: "Trend Micro Email Security", agent: /\bTMES\b|TrendMicro.*(?:mail|IMS)/i },
  { name: "Symantec Email Security", agent: /MessageLabs|Symantec.*Email/i },
  { name: "FortiMail", agent: /FortiMail/i },
  { name: "Sophos Email", agent: /Sophos.*(?:Email|UTM|PureMessage)/i },
  { name: "Hornetsecurity", agent: /Hornet ?security/i },
  { name: "Retarus", agent: /Retarus/i },
  { name: "Vade", agent: /Vade ?(?:Secure)?/ },
  { name: "Forcepoint", agent: /Forcepoint|Websense/i },
  { name: "Avanan", agent: /Avanan/i },
]

/** Virus scanners, sandboxes, and services that look at what was uploaded to them. */
export const antivirus: ReadonlyArray<Service> = [
  { name: "VirusTotal", agent: /virustotal/i },
  { name: "Kaspersky", agent: /Kaspersky|KLCrawler/i },
  { name: "Bitdefender", agent: /Bitdefender/i },
  { name: "ESET", agent: /\bESET\b|ESS Update/i },
  { name: "Avast or AVG", agent: /\bavast!?|\bAVG\b.*(?:Antivirus|scan)/i },
  { name: "Avira", agent: /\bAvira\b/i },
  { name: "Dr.Web", agent: /Dr\.?Web/i },
  { name: "Trend Micro", agent: /Trend ?Micro|TMhtload/i },
  { name: "McAfee or Trellix", agent: /McAfee|SiteAdvisor|Trellix|FireEye/i },
  { name: "Norton or Symantec", agent: /Norton ?Safe|SymantecWebSecurity|BlueCoat/i },
  { name: "Sophos", agent: /\bSophos/i },
  { name: "F-Secure", agent: /F-Secure|WithSecure/i },
  { name: "Fortinet", agent: /Forti(?:Guard|Sandbox|Client)/i },
  { name: "Zscaler", agent: /Zscaler/i },
  { name: "Netcraft", agent: /Netcraft/i },
  { name: "urlscan.io", agent: /urlscan/i },
  {
    name: "a sandbox",
    agent: /Joe ?Sandbox|Hybrid-?Analysis|any\.run|Cuckoo ?Sandbox|CAPE ?Sandbox/i,
  },
  { name: "Google Safe Browsing", agent: /Google-Safety|SafeBrowsing/i },
]

/** Programs that look for secrets and open ports, or fetch whatever they find. */
export const robots: ReadonlyArray<Service> = [
  { name: "TruffleHog, which tests found secrets", agent: /TruffleHog/i },
  { name: "a scanner for secrets", agent: /gitleaks|gitguardian|ggshield|detect-secrets/i },
  {
    name: "an internet scanner",
    agent:
      /zgrab|masscan|Nmap|Censys|Shodan|Expanse|InternetMeasurement|LeakIX|Nuclei|nikto|sqlmap|gobuster|ffuf|dirbuster|feroxbuster|WPScan|Palo Alto|project-?discovery|httpx? - Open-source|Odin;|CensysInspect|Stretchoid/i,
  },
  {
    name: "a crawler",
    agent:
      /bot\b|bot\/|crawl|spider|slurp|archiver|scrapy|Bytespider|heritrix|ia_archiver|monitoring|uptime|pingdom/i,
  },
  {
    name: "a browser without a screen",
    agent: /HeadlessChrome|PhantomJS|Puppeteer|Playwright|Electron\/.*Headless|Selenium/i,
  },
]

interface Range {
  readonly name: string
  readonly holds: (ip: string) => boolean
}

const range = (name: string, ...networks: ReadonlyArray<string>): Range => ({
  name,
  holds: Network.among(networks),
})

/** Where gateways open links from, as their makers list it for allow-lists. */
export const mailScannerRanges: ReadonlyArray<Range> = [
  range("Barracuda", "64.235.144.0/20", "209.222.80.0/21"),
  range("Proofpoint", "67.231.144.0/20", "148.163.128.0/19", "208.84.64.0/22", "205.220.160.0/19"),
  range(
    "Mimecast",
    "205.139.110.0/23",
    "207.211.30.0/23",
    "216.205.24.0/24",
    "170.10.128.0/21",
    "91.220.42.0/24",
    "195.130.217.0/24",
    "146.101.78.0/24",
    "185.58.84.0/22",
  ),
  range(
    "Microsoft 365's mail protection",
    "40.92.0.0/15",
    "40.94.0.0/16",
    "40.107.0.0/16",
    "52.100.0.0/14",
    "104.47.0.0/17",
  ),
  range("Symantec Email Security", "67.219.240.0/20", "85.158.136.0/21", "193.109.254.0/23"),
]

/** Public resolvers: who asked them is not told by their address. */
export const resolverRanges: ReadonlyArray<Range> = [
  range(
    "Google Public DNS",
    "8.8.8.8/32",
    "8.8.4.4/32",
    "74.125.0.0/16",
    "172.217.32.0/20",
    "172.253.0.0/16",
    "173.194.0.0/16",
    "66.249.80.0/20",
    "108.177.0.0/17",
    "192.178.0.0/15",
    "2404:6800::/32",
    "2607:f8b0::/32",
    "2800:3f0::/32",
    "2a00:1450::/32",
    "2c0f:fb50::/32",
  ),
  range(
    "Cloudflare's 1.1.1.1",
    "1.1.1.0/24",
    "1.0.0.0/24",
    "162.158.0.0/15",
    "172.64.0.0/13",
    "108.162.192.0/18",
    "141.101.64.0/18",
    "188.114.96.0/20",
    "2400:cb00::/32",
    "2606:4700::/32",
  ),
  range("Quad9", "9.9.9.0/24", "149.112.112.0/24", "74.63.16.0/20", "66.185.112.0/20"),
  range("OpenDNS", "208.67.216.0/21", "146.112.0.0/16", "204.194.232.0/21", "2620:119::/32"),
  range("AdGuard DNS", "94.140.14.0/23"),
  range("Yandex DNS", "77.88.8.0/24"),
]

export const named = (
  services: ReadonlyArray<Service>,
  agent: string | undefined,
): string | undefined =>
  agent === undefined ? undefined : services.find((each) => each.agent.test(agent))?.name

export const nearby = (ranges: ReadonlyArray<Range>, ip: string): string | undefined =>
  ranges.find(({ holds }) => holds(ip))?.name
