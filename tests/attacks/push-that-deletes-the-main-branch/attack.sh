# The register is to disappear from the server.
server
