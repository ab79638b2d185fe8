_privateuse1_backend_name = "privateuseone"
