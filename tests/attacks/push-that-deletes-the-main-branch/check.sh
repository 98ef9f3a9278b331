pushed :main
