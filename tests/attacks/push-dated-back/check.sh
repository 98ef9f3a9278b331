pushed main
