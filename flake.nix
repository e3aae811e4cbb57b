{
  description = "Makes decoy hosts look lived in";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      systems = [
        "x86_64-linux"
        "aarch64-linux"
        "x86_64-darwin"
        "aarch64-darwin"
      ];
      forSystems = names: make: nixpkgs.lib.genAttrs names (name: make nixpkgs.legacyPackages.${name});

      manifest = builtins.fromJSON (builtins.readFile ./package.json);
      lock = builtins.fromJSON (builtins.readFile ./package-lock.json);

      # The lock file has hashes but no addresses; those of the public registry follow from the names.
      nameOf = path: builtins.elemAt (builtins.match "(.*/)?node_modules/((@[^/]+/)?[^/]+)" path) 1;
      addressOf =
        path: version:
        let
          name = nameOf path;
          parts = builtins.match "(@[^/]+/)?(.+)" name;
        in
        "https://registry.npmjs.org/${name}/-/${builtins.elemAt parts 1}-${version}.tgz";
      addressed = lock // {
        packages = builtins.mapAttrs (
          path: entry:
          if path == "" || entry ? resolved then
            entry
          else
            entry // { resolved = addressOf path entry.version; }
        ) lock.packages;
      };
    in
    {
      packages = forSystems systems (pkgs: {
        default = pkgs.buildNpmPackage {
          pname = manifest.name;
          version = manifest.version;
          src = self;
          nodejs = pkgs.nodejs_22;
          npmDeps = pkgs.importNpmLock {
            package = manifest;
            packageLock = addressed;
          };
          npmConfigHook = pkgs.importNpmLock.npmConfigHook;
          npmBuildScript = "build";
          meta = {
            description = manifest.description;
            license = pkgs.lib.licenses.mit;
            mainProgram = "decnet";
          };
        };
      });

      devShells = forSystems systems (pkgs: {
        default = pkgs.mkShell {
          packages = [
            pkgs.nodejs_22
            # what --out unpacks with, and judges of what is generated
            pkgs.gnutar
            pkgs.bash
            pkgs.python3
          ];
        };
      });
    };
}
