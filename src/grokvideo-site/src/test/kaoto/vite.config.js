export default {
  base: './',
  // Kaoto's style sheets name packages as ~package
  resolve: { alias: [{ find: /^~/, replacement: '' }] },
  build: { target: 'es2022', minify: false, reportCompressedSize: false, chunkSizeWarningLimit: 100_000 },
};
