"""Teams on their own laptops: the wire protocol, the server in the leader's process, and the client at a team."""
