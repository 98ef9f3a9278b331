# On the server one commit is to be shown in another's place.
server
git replace HEAD HEAD^
