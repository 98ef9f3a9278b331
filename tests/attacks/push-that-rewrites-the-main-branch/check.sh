pushed --force main
