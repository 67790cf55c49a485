import { useQuery } from "@tanstack/react-query";
import { api, take } from "../api/client";

export const savedKey = ["searches"];

/** useSaved are the saved searches of the office. */
export const useSaved = () => useQuery({ queryKey: savedKey, queryFn: () => take(api.GET("/api/v1/searches")) });
