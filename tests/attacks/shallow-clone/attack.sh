git clone -q --depth 2 "file://$PWD" "$FILES/clone"
