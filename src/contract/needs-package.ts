/** Why something is missing in a program into which the package was bundled, behind the name of what is missing. */
export const needsPackage =
  'needs the package as it is installed: have your bundler leave it out (esbuild: --external:maildrone-emulator)';
